import { Mistake } from '../mistake.js';

/** The flags that name a deployment. */
export interface NameFlags {
  readonly name?: string | undefined;
  readonly project?: string | undefined;
  readonly branch?: string | undefined;
  readonly production?: boolean | undefined;
}

/** Longest name of a state machine. Source: AWS Step Functions API reference, CreateStateMachine. */
const LONGEST = 80;
const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/**
 * The name under which a flow is deployed: the flow's own, or `--name`. Within a project everybody has a branch of his own,
 * `<project>-user-<user>-<flow>`; a named branch is `<project>-test-<branch>-<flow>`, production `<project>-prod-<flow>`, with a branch of
 * it `<project>-prod-<branch>-<flow>`.
 */
export function deploymentName(flow: string, flags: NameFlags, user: () => string): string {
  const { name = flow, project, branch, production = false } = flags;
  if (project === undefined) {
    if (branch !== undefined) throw needsProject('--branch');
    if (production) throw needsProject('--production');
    return checked(name, flags.name === undefined ? 'The flow' : '--name');
  }
  const parts = production ? ['prod', ...(branch === undefined ? [] : [branch])] : place(branch, user);
  for (const [option, value] of [['--project', project] as const, ['--branch', branch] as const]) {
    if (value !== undefined) checked(value, option);
  }
  return checked([project, ...parts, name].join('-'), 'The name within the project');
}

function place(branch: string | undefined, user: () => string): readonly string[] {
  if (branch !== undefined) return ['test', branch];
  return ['user', user().replaceAll(/[^A-Za-z0-9_-]/gu, '_')];
}

function checked(name: string, what: string): string {
  if (NAME.test(name) && name.length <= LONGEST) return name;
  throw new Mistake(
    `${what} is ${JSON.stringify(name)}, which no state machine can be named.`,
    `Use letters, digits, _ and -, a letter first, at most ${LONGEST} characters in all.`,
  );
}

function needsProject(option: string): Mistake {
  return new Mistake(
    `${option} is of a project, and there is no --project.`,
    'Add --project NAME, or use --name alone.',
  );
}
