import { distributed } from '@flowmap/map-distributed';
import { crossValidation } from '../cross-validation.js';

export default crossValidation({ outer: distributed(), inner: distributed({ batch: 2 }) });
