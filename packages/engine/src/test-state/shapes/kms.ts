import { oneOf, type Operations, structure, text } from './shape.js';

const KEY_ID = text({ least: 1, most: 2048 });
const CIPHERTEXT = text({ least: 1, most: 6144 });
const PLAINTEXT = text({ least: 1, most: 4096 });
const ALGORITHM = oneOf('SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE');

/** AWS Key Management Service. */
export const KMS: Operations = {
  encrypt: structure({ CiphertextBlob: CIPHERTEXT, KeyId: KEY_ID, EncryptionAlgorithm: ALGORITHM }),
  decrypt: structure({ KeyId: KEY_ID, Plaintext: PLAINTEXT, EncryptionAlgorithm: ALGORITHM }),
  generateDataKey: structure({ CiphertextBlob: CIPHERTEXT, Plaintext: PLAINTEXT, KeyId: KEY_ID }),
};
