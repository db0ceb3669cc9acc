import { malformedXml } from './s3-error.js';

/** An element that was read. Attributes and the prefixes of names do not matter to S3. */
export interface Element {
  readonly name: string;
  readonly text: string;
  readonly children: readonly Element[];
}

const TOKEN =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>!?]+)(?:\s(?:"[^"]*"|'[^']*'|[^>"'])*?)?(\/?)>|([^<]+)/y;

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

interface Open {
  readonly name: string;
  text: string;
  readonly children: Element[];
}

/** The root of a document; throws MalformedXML where the elements do not match. */
export function readXml(document: string, root: string): Element {
  const top: Open = { name: '', text: '', children: [] };
  const open = [top];
  for (let at = 0; at < document.length;) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(document);
    const inside = open.at(-1);
    if (!token || !inside) throw malformedXml();
    at = TOKEN.lastIndex;
    const [, verbatim, closed, opened, empty, text] = token;
    inside.text += verbatim ?? (text === undefined ? '' : plain(text));
    if (closed !== undefined) {
      if (inside.name !== local(closed)) throw malformedXml();
      open.pop();
    } else if (opened !== undefined) {
      const element: Open = { name: local(opened), text: '', children: [] };
      inside.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  const [element] = top.children;
  if (open.length !== 1 || top.children.length !== 1 || element?.name !== root) throw malformedXml();
  return element;
}

/** The elements of a name within another. */
export function childrenOf(element: Element, name: string): readonly Element[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of the first element of a name within another. */
export function textOf(element: Element, name: string): string | undefined {
  return childrenOf(element, name)[0]?.text;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function plain(text: string): string {
  // A reader makes one line feed of each end of a line.
  return text.replace(/\r\n?/g, '\n').replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (_, name: string) => {
    if (/^#x/i.test(name)) return String.fromCodePoint(parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    const character = ENTITIES[name];
    if (character === undefined) throw malformedXml();
    return character;
  });
}
