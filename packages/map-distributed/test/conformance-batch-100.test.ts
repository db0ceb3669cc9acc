import { describe, it, jest } from '@jest/globals';
import { distributed } from '@flowmap/map-distributed';
import { describeMapStrategy } from '@flowmap/testing';

// A run of 1,000 items takes a second, and more where several test files run at once.
jest.setTimeout(60_000);

describeMapStrategy(distributed({ batch: 100 }), { describe, it });
