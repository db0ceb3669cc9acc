import { describe, it, jest } from '@jest/globals';
import { inline } from '@flowmap/map-inline';
import { describeMapStrategy } from '@flowmap/testing';

// A run of 1,000 items takes a second, and more where several test files run at once.
jest.setTimeout(60_000);

describeMapStrategy(inline(), { describe, it });
