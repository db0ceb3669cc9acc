import { describe, it } from '@jest/globals';
import { distributed } from '@flowmap/map-distributed';
import { describeMapStrategy } from '@flowmap/testing';

describeMapStrategy(distributed(), { describe, it });
