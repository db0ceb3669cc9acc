import { describe, it } from 'node:test';
import { describeMapStrategy } from '@flowmap/testing';
import { lanes } from '../src/index.js';

describeMapStrategy(lanes({ lanes: 3 }), { describe, it });
