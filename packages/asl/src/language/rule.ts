import type { Report } from './problem.js';
import type { DefinitionView } from './view.js';

/** What a rule may need besides the definition. */
export interface RuleOptions {
  /** Parses a JSONata expression: throws where it cannot, and may return jsonata's syntax tree. */
  readonly parseExpression: ((source: string) => unknown) | undefined;
}

/** One rule that a definition must keep. It reports each breach, and takes no notice of what other rules report. */
export type Rule = (view: DefinitionView, report: Report, options: RuleOptions) => void;
