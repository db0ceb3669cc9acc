/** Characters of a value that are shown in a line. */
const SHOWN = 100;

/** A text that fits a line: what is longer ends with dots. */
export function short(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
}
