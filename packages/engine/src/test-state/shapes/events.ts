import { list, number, type Operations, structure, text } from './shape.js';

/** Amazon EventBridge, as `events` and as `aws-sdk:eventbridge`. */
export const EVENTS: Operations = {
  putEvents: structure({
    FailedEntryCount: number(),
    Entries: list(structure({ EventId: text({ most: 64 }), ErrorCode: text(), ErrorMessage: text() })),
  }),
};
