import { artifactsOf, type ObjectStore, type StoredOutcome } from '@flowmap/store';

/**
 * The tasks of a run that ended well by themselves, by their addresses without the run, as its stored records, packs and parts of packs
 * tell: those that a later run need not do again.
 */
export async function finishedIn(objects: ObjectStore, deployment: string, run: string): Promise<ReadonlySet<string>> {
  const prefix = `${deployment}/${run}`;
  const artifacts = artifactsOf(objects, prefix);
  const finished = new Set<string>();
  const note = (place: string, from: number, outcomes: readonly StoredOutcome[]): void => {
    outcomes.forEach((outcome, at) => {
      if (outcome.ok && outcome.inputs !== undefined) finished.add(`${place}${from + at}`);
    });
  };
  for await (const { key } of objects.list(`${prefix}/`)) {
    const place = key.slice(prefix.length + 1);
    const part = /^_parts\/(.*\/(?:[\d.]+\.)?)\d+-\d+\/(\d+)-\d+$/.exec(place);
    const nested = /^_parts\/(.*)\/([\d.]+)\/\d+-\d+\/(\d+)-\d+$/.exec(place);
    const pack = /^(.*\/(?:[\d.]+\.)?)(\d+)-\d+$/.exec(place);
    if (nested) note(`${nested[1]}/${nested[2]}.`, Number(nested[3]), (await artifacts.pack(key)) ?? []);
    else if (part) note(part[1] ?? '', Number(part[2]), (await artifacts.pack(key)) ?? []);
    else if (place.startsWith('_')) continue;
    else if (pack) note(pack[1] ?? '', Number(pack[2]), (await artifacts.pack(key)) ?? []);
    else if ((await artifacts.record(key))?.inputs !== undefined) finished.add(place);
  }
  return finished;
}
