import type { PolicyStatement } from '@flowmap/asl';
import type { PolicyDocument } from './document.js';

/** Words for the services in Sids, which are letters and digits alone. */
const NAMES: { readonly [service: string]: string } = {
  batch: 'Batch',
  dynamodb: 'Table',
  ecr: 'Images',
  events: 'Events',
  kms: 'Key',
  lambda: 'Functions',
  logs: 'Logs',
  s3: 'Objects',
  states: 'Executions',
  xray: 'Traces',
};

/** Statements as they are in a document, each with a Sid that says what it is about: a verb and the service. */
export function withSids(rights: readonly PolicyStatement[]): PolicyDocument['Statement'] {
  const used = new Map<string, number>();
  return rights.map((right) => {
    const name = sidOf(right);
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    return { Sid: times === 1 ? name : `${name}${times}`, Effect: 'Allow', ...right };
  });
}

/** `InvokeFunctions`, `ReadObjects`, `UseTable`: a verb where all actions have one, and the service. */
function sidOf({ Action: actions }: PolicyStatement): string {
  const services = [...new Set(actions.map((action) => action.split(':')[0] ?? ''))];
  const what = services.map((service) => NAMES[service] ?? capital(service)).join('And');
  const verbs = new Set(actions.map((action) => /^[A-Z][a-z]+/u.exec(action.split(':')[1] ?? '')?.[0] ?? 'Use'));
  const [verb = 'Use'] = verbs;
  return `${verbs.size === 1 ? verb : 'Use'}${what}`.replaceAll(/[^A-Za-z0-9]/gu, '');
}

function capital(service: string): string {
  return `${service.slice(0, 1).toUpperCase()}${service.slice(1)}`;
}
