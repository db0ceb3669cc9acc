/** Is told of a field that the engine does not implement, by its way into the state. */
export type Refuse = (field: string) => void;

/** Refuses what an object of a definition has besides the known fields, also where `.$` marks their values as paths. */
export function refuseUnknown(part: unknown, known: readonly string[], place: string, refuse: Refuse): void {
  if (typeof part !== 'object' || part === null) return;
  for (const name of Object.keys(part)) {
    if (!known.includes(name.replace(/\.\$$/, ''))) refuse(`${place}/${name}`);
  }
}
