import { describe, it } from '@jest/globals';
import { memoryMetadata, memoryObjects } from '@flowmap/store/memory';
import { describeMetadataStore, describeObjectStore } from '@flowmap/testing/stores';

describeObjectStore('memory', memoryObjects, { describe, it });
describeMetadataStore('memory', (now) => memoryMetadata({ now }), { describe, it });
