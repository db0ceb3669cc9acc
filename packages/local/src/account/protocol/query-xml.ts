import type { Protocol, Refusals } from './service.js';
import type { WireAnswer } from '../server/wire.js';

/** The query protocol: a form as the request, XML as the answer. */
export function queryXml(version: string, namespace: string): Protocol {
  const send = (status: number, xml: string): WireAnswer => ({
    status,
    headers: { 'content-type': 'text/xml' },
    body: xml,
  });
  const request = '<RequestId>00000000-0000-4000-8000-000000000000</RequestId>';
  return {
    read({ method, body }) {
      const form = new URLSearchParams(body.toString('utf8'));
      const action = form.get('Action');
      if (method !== 'POST' || action === null || form.get('Version') !== version) return undefined;
      form.delete('Action');
      form.delete('Version');
      return { action, input: nested(form), loose: true };
    },
    answer(action, output) {
      const members = Object.entries(output ?? {}) as readonly (readonly [string, unknown])[];
      const result = members.length === 0 ? '' : `<${action}Result>${membersXml(members)}</${action}Result>`;
      return send(
        200,
        `<${action}Response xmlns="${namespace}">${result}<ResponseMetadata>${request}</ResponseMetadata></${action}Response>`,
      );
    },
    refuse: ({ code, message, status }) =>
      send(
        status,
        `<ErrorResponse xmlns="${namespace}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>` +
          `<Code>${escaped(code)}</Code><Message>${escaped(message)}</Message></Error>${request}</ErrorResponse>`,
      ),
  };
}

/** The codes of the query protocol. */
export const QUERY_REFUSALS: Refusals = {
  denied: ['AccessDenied', 403],
  expired: ['ExpiredToken', 403],
  unknownKey: ['InvalidClientTokenId', 403],
  scope: ['SignatureDoesNotMatch', 403],
  throttled: ['Throttling', 400],
  failed: ['ServiceFailure', 500],
  invalid: ['ValidationError', 400],
};

type Tree = Map<string, Tree | string>;

/** `Tags.member.1.Key=a` becomes `{ Tags: [{ Key: 'a' }] }`; an empty list is sent as `Tags=`. */
function nested(form: URLSearchParams): unknown {
  const root: Tree = new Map<string, Tree | string>();
  for (const [name, value] of form) {
    const steps = name.split('.');
    let node = root;
    for (const step of steps.slice(0, -1)) {
      node = branch(node, step);
    }
    node.set(steps.at(-1) ?? '', value);
  }
  return plain(root);
}

function branch(node: Tree, step: string): Tree {
  const there = node.get(step);
  if (typeof there === 'object') return there;
  const made: Tree = new Map<string, Tree | string>();
  node.set(step, made);
  return made;
}

function plain(node: Tree | string): unknown {
  if (typeof node === 'string') return node;
  const members = node.get('member');
  if (typeof members === 'object') return [...members.values()].map(plain);
  return Object.fromEntries([...node].map(([name, child]) => [name, plain(child)]));
}

function membersXml(members: readonly (readonly [string, unknown])[]): string {
  return members
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${valueXml(value)}</${name}>`)
    .join('');
}

function valueXml(value: unknown): string {
  if (value instanceof Date) return value.toISOString().replace(/\.\d+Z$/, 'Z');
  if (Array.isArray(value)) return value.map((item) => `<member>${valueXml(item)}</member>`).join('');
  if (typeof value === 'object' && value !== null) return membersXml(Object.entries(value));
  return escaped(String(value));
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;')
    .replaceAll('\n', '&#xA;');
}
