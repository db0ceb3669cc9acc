import { inline } from '@flowmap/map-inline';
import { crossValidation } from '../cross-validation.js';

export default crossValidation({ outer: inline(), inner: inline() });
