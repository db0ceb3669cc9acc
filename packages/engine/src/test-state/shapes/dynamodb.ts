import { BOOLEAN, list, map, number, type Operations, type Shape, structure, text } from './shape.js';

/** An attribute's value. What lists and maps hold is not looked at. */
const VALUE = structure({
  S: text(),
  N: text(),
  B: text(),
  SS: list(text()),
  NS: list(text()),
  BS: list(text()),
  M: map(structure({})),
  L: list(structure({})),
  NULL: BOOLEAN,
  BOOL: BOOLEAN,
});
const ATTRIBUTES = map(VALUE);

const UNITS = { ReadCapacityUnits: number(), WriteCapacityUnits: number(), CapacityUnits: number() };
const CAPACITY = structure({
  TableName: text({ least: 1, most: 1024 }),
  ...UNITS,
  Table: structure(UNITS),
  LocalSecondaryIndexes: map(structure(UNITS)),
  GlobalSecondaryIndexes: map(structure(UNITS)),
});

const WRITTEN: Shape = structure({
  Attributes: ATTRIBUTES,
  ConsumedCapacity: CAPACITY,
  ItemCollectionMetrics: structure({ ItemCollectionKey: ATTRIBUTES, SizeEstimateRangeGB: list(number()) }),
});
const FOUND: Shape = structure({
  Items: list(ATTRIBUTES),
  Count: number(),
  ScannedCount: number(),
  LastEvaluatedKey: ATTRIBUTES,
  ConsumedCapacity: CAPACITY,
});

/** Amazon DynamoDB. */
export const DYNAMODB: Operations = {
  getItem: structure({ Item: ATTRIBUTES, ConsumedCapacity: CAPACITY }),
  putItem: WRITTEN,
  updateItem: WRITTEN,
  deleteItem: WRITTEN,
  query: FOUND,
  scan: FOUND,
};
