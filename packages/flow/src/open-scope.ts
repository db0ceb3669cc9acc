import type { Definition, Draft } from './definition.js';
import { foreachIn } from './foreach.js';
import type { Scope } from './scope.js';
import { chooseIn } from './choose.js';
import { stepIn } from './step.js';

/** The scope whose nodes go into a draft. Its functions need no `this`, so that an author can take them apart. */
export function openScope<P>(definition: Definition, draft: Draft, input: Scope<P>['input']): Scope<P> {
  const open = (inner: Draft): Scope<P> => openScope(definition, inner, input);
  return {
    input,
    step: stepIn<P>(definition, draft),
    foreach: foreachIn<P>(definition, draft, open),
    choose: chooseIn<P>(definition, draft, open),
  };
}
