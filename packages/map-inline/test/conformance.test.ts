import { describe, it } from '@jest/globals';
import { inline } from '@flowmap/map-inline';
import { describeMapStrategy } from '@flowmap/testing';

describeMapStrategy(inline(), { describe, it });
