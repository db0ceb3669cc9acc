import type { Json } from '@flowmap/graph';
import { jsonText } from './json-text.js';
import type { Infra, InfraParameter, InfraResource } from './model.js';

/** The base as a template of AWS CloudFormation, in JSON. Roles have names, so a stack of it needs `CAPABILITY_NAMED_IAM`. */
export function cloudformation({ description, parameters, resources, outputs }: Infra): string {
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    ...(Object.keys(parameters).length === 0 ? {} : { Parameters: mapped(parameters, parameter) }),
    Resources: Object.fromEntries(resources.map((resource) => [resource.id, entry(resource)])),
    Outputs: mapped(outputs, ({ Description, Value }) => ({ Description, Value })),
  };
  return `${jsonText(template)}\n`;
}

function parameter({ Type, Description, Default }: InfraParameter): Json {
  const given = Array.isArray(Default) ? Default.join(',') : (Default as string | number | undefined);
  return { Type, Description, ...(given === undefined ? {} : { Default: given }) };
}

function entry({ Type, Properties, retained }: InfraResource): Json {
  return {
    Type,
    ...(retained ? { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } : {}),
    Properties,
  };
}

function mapped<T>(values: { readonly [id: string]: T }, of: (value: T) => Json): Json {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, of(value)]));
}
