import { BASE_TABLE } from '../infra/base/table.js';
import { isEqual } from '../plan/differences.js';
import { type AccountToExamine, baseResource } from './account-to-examine.js';
import { error, examined, type Finding, ok, warning } from './finding.js';

const ABOUT = 'table';
const MAKE = 'flow-cli bootstrap puts it right.';

/** Looks at the metadata table: that it is there with its keys, forgets what has expired, and can be restored. */
export async function examineTable(account: AccountToExamine): Promise<readonly Finding[]> {
  const { site, table } = account;
  return examined(ABOUT, `The table ${table}`, async () => {
    const wanted = baseResource(account, BASE_TABLE.type);
    const found = await BASE_TABLE.read(site, wanted);
    if (!found) return [error(ABOUT, `There is no table ${table}.`, 'flow-cli bootstrap makes it.')];
    const merged = BASE_TABLE.merged(wanted.Properties, found);
    const differs = (property: string): boolean => !isEqual(found[property] ?? null, merged[property] ?? null);
    const wrong = [
      ...(differs('TimeToLiveSpecification')
        ? [warning(ABOUT, `The table ${table} keeps the records of runs that have expired.`, MAKE)]
        : []),
      ...(differs('PointInTimeRecoverySpecification')
        ? [warning(ABOUT, `The table ${table} cannot be restored to a point in time.`, MAKE)]
        : []),
    ];
    const there = ok(ABOUT, `The table ${table} is there, with its keys.`);
    if (wrong.length > 0) return [there, ...wrong];
    return [there, ok(ABOUT, 'It forgets what has expired, and can be restored where the database has that.')];
  });
}
