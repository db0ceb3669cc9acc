import { inline } from '@flowmap/map-inline';

/** What a package has that brings a strategy of its own: a factory. */
export default () => ({ ...inline(), kind: 'acme/inline' });
