import { jsonText, parsed } from './json.js';
import type { Protocol, Refusals } from './service.js';

/**
 * Where an action is: method, path with `{Member}` in it, members that come in the query, status when it went well. A list in the query has
 * `[]` behind its name, and a member whose name is another there says so: `GET /a/{B}?C&D[]=d 200`.
 */
export type Routes = Readonly<Record<string, string>>;

interface Route {
  readonly action: string;
  readonly method: string;
  readonly path: RegExp;
  readonly names: readonly string[];
  readonly query: readonly { readonly member: string; readonly name: string; readonly isList: boolean }[];
  readonly status: number;
}

/** REST with JSON bodies. `messageMember` is the name that the service's errors give their text. */
export function restJson(routes: Routes, messageMember: 'message' | 'Message' = 'message'): Protocol {
  const all = Object.entries(routes).map(([action, route]) => routeOf(action, route));
  return {
    read({ method, path, query, body }) {
      for (const route of all) {
        const found = route.method === method ? route.path.exec(path) : null;
        if (found === null) continue;
        const fromPath = route.names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? '')]);
        const fromQuery = route.query
          .filter(({ name }) => query.has(name))
          .map(({ member, name, isList }) => [member, isList ? query.getAll(name) : query.get(name)]);
        const input = { ...(parsed(body) as object), ...Object.fromEntries([...fromPath, ...fromQuery]) } as unknown;
        return { action: route.action, input, loose: route.query.length > 0 };
      }
      return undefined;
    },
    answer(action, output) {
      const status = all.find((route) => route.action === action)?.status ?? 200;
      if (status === 204) return { status, headers: {}, body: '' };
      return { status, headers: { 'content-type': 'application/json' }, body: jsonText(output ?? {}) };
    },
    refuse: ({ code, message, status, members }) => ({
      status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
      body: jsonText({ [messageMember]: message, ...members }),
    }),
  };
}

/** The codes of REST services. */
export const REST_REFUSALS: Refusals = {
  denied: ['AccessDeniedException', 403],
  expired: ['ExpiredTokenException', 403],
  unknownKey: ['UnrecognizedClientException', 403],
  scope: ['InvalidSignatureException', 403],
  throttled: ['TooManyRequestsException', 429],
  failed: ['ServiceException', 500],
  invalid: ['ValidationException', 400],
};

function routeOf(action: string, text: string): Route {
  const [method = '', target = '', status = '200'] = text.split(' ');
  const [path = '', query = ''] = target.split('?');
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return {
    action,
    method,
    // Some clients send a slash at the end.
    path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}/?$`),
    names,
    query: query
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const [member = '', name = member.replace('[]', '')] = part.split('=');
        return { member: member.replace('[]', ''), name, isList: member.endsWith('[]') };
      }),
    status: Number(status),
  };
}
