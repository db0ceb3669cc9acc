import { describe, it, jest } from '@jest/globals';
import { distributed } from '@flowmap/map-distributed';
import { describeMapStrategy } from '@flowmap/testing';

// A run of 1,000 items takes a second, and more where several test files run at once.
jest.setTimeout(60_000);

// Ten thousand children of one item each would take half a minute; batches are tried with as many items.
describeMapStrategy(distributed(), { describe, it }, { most: 3_000 });
