import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { fsObjects } from '@flowmap/store/fs';
import { describeObjectStore } from '@flowmap/testing/stores';
import { temporaryFolders } from '../temporary-folder.js';

const folder = temporaryFolders();

describeObjectStore('a folder', () => fsObjects(join(folder(), 'objects')), { describe, it });
