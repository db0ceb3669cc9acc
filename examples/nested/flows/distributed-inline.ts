import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { crossValidation } from '../cross-validation.js';

export default crossValidation({ outer: distributed(), inner: inline() });
