import { describe, it } from 'node:test';
import { describeMapStrategy } from '@flowmap/testing';
import { lanes } from '../src/index.js';

describeMapStrategy(lanes(), { describe, it });
describeMapStrategy(lanes({ lanes: 5 }), { describe, it });
