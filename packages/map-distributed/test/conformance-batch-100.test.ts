import { describe, it } from '@jest/globals';
import { distributed } from '@flowmap/map-distributed';
import { describeMapStrategy } from '@flowmap/testing';

describeMapStrategy(distributed({ batch: 100 }), { describe, it });
