import type { Diagnostic } from '../diagnostic.js';
import { hasErrors } from '../diagnostic.js';
import { InvalidFlowError } from '../flow-error.js';
import type { FlowGraph } from '../flow-graph.js';
import { checkBodies } from './bodies.js';
import type { Check } from './check.js';
import { checkCircles } from './circles.js';
import { checkConcurrency } from './concurrency.js';
import { checkEnvironment } from './environment.js';
import { checkKinds } from './kinds.js';
import { checkNames } from './names.js';
import { checkParamSpecs } from './params.js';
import { checkReferences } from './references.js';
import { checkResources } from './resources.js';
import { checkRetry } from './retry.js';
import { checkShape } from './shape.js';
import { checkSources } from './sources.js';
import { checkStarts } from './starts.js';
import { checkStrategies } from './strategies.js';
import { checkTimeouts } from './timeouts.js';
import { checkTolerance } from './tolerance.js';
import { checkUnique } from './unique.js';
import { checkVersion } from './version.js';

/** In the order in which they are told. */
const CHECKS: readonly Check[] = [
  checkNames,
  checkUnique,
  checkParamSpecs,
  checkBodies,
  checkReferences,
  checkKinds,
  checkSources,
  checkCircles,
  checkTolerance,
  checkConcurrency,
  checkStrategies,
  checkRetry,
  checkTimeouts,
  checkResources,
  checkEnvironment,
  checkStarts,
];

/**
 * Tells all that is wrong with a graph, whether the builder made it or it came as JSON. One that lacks the shape of a graph, or
 * is of a later version, is not looked at further.
 */
export function checkGraph(graph: unknown): readonly Diagnostic[] {
  const version = [...checkVersion(graph)];
  if (version.length > 0) return version;
  const shape = [...checkShape(graph)];
  return shape.length > 0 ? shape : CHECKS.flatMap((check) => [...check(graph as FlowGraph)]);
}

/** A graph from JSON, checked. Throws an `InvalidFlowError` with all that is wrong with it. */
export function readGraph(json: unknown): FlowGraph {
  const diagnostics = checkGraph(json);
  if (hasErrors(diagnostics)) {
    throw new InvalidFlowError(diagnostics.map(({ message }) => message).join('; '), diagnostics);
  }
  return json as FlowGraph;
}
