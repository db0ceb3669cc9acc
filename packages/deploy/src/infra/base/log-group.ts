import { LOG_GROUP } from '../../kinds/log-group.js';
import type { BaseKind } from './kind.js';

/** A log group. How long its lines are kept is set where nobody has said it: a change would remove lines, or keep them. */
export const BASE_LOG_GROUP: BaseKind = {
  type: LOG_GROUP.type,
  read: (site, wanted) => LOG_GROUP.read(site, wanted),
  merged: ({ RetentionInDays: days }, found) => ({
    ...found,
    ...(found['RetentionInDays'] === undefined && days !== undefined ? { RetentionInDays: days } : {}),
  }),
  create: (site, wanted) => LOG_GROUP.create(site, wanted),
  update: (site, wanted) => LOG_GROUP.update(site, wanted, {}),
};
