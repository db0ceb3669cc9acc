/**
 * Has the templates of `@flowmap/deploy` read by the programs that they are for, with every combination of their options: CloudFormation
 * by `cfn-lint`, Terraform by `terraform fmt`, `init` and `validate`. Says what it skipped where a program is absent. Terraform takes the
 * provider of AWS from where its own configuration says (TF_CLI_CONFIG_FILE). Needs a build: `npm run build`.
 *
 *     node tools/interop/infra.mjs
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cloudformation, infra, machineRole, scheduleRole, taskRole, terraform } from '@flowmap/deploy';

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000';
const PLACE = { account: '123456789012', region: 'eu-central-1' };
const NETWORK = { subnets: ['subnet-0123abcd', 'subnet-4567cdef'], securityGroups: ['sg-0123abcd'] };

/** All values of each option; a template is made for every combination of them. */
const OPTIONS = {
  place: [{}, PLACE],
  key: [{}, { key: KEY }],
  kept: [{}, { versioning: true, expireDays: 30 }],
  batch: [
    {},
    { batch: { type: 'FARGATE', ...NETWORK } },
    { batch: { type: 'EC2', ...NETWORK, maxVcpus: 16 }, tags: { team: 'data', 'cost-center': '4711' } },
  ],
  flow: [{}, { flow: { deployment: 'flights', roles: roles() } }],
};

const combinations = Object.values(OPTIONS).reduce(
  (made, values) => made.flatMap((options) => values.map((value) => ({ ...options, ...value }))),
  [{}],
);
const folder = mkdtempSync(join(tmpdir(), 'flowmap-infra-'));
let passed = 0;
let failed = 0;
let skipped = 0;
try {
  checkCloudformation();
  checkTerraform();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;

function roles() {
  const target = {
    deployment: 'flights',
    partition: 'aws',
    ...PLACE,
    machine: 'flights',
    table: 'flowmap',
    bucket: 'flowmap-123456789012-eu-central-1',
    key: KEY,
    code: '0123456789abcdef',
  };
  const invoke = {
    Action: ['lambda:InvokeFunction'],
    Resource: ['arn:aws:lambda:eu-central-1:123456789012:function:flights-1024mb:c-0123456789abcdef'],
  };
  const computes = [{ principals: ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'], policies: [] }];
  return {
    machine: machineRole(target, { policies: [invoke], logged: true, traced: true }),
    task: taskRole(target, { computes }),
    schedule: scheduleRole(target),
  };
}

/** Runs a program; undefined where there is none. */
function ran(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', ...options });
  return error ? undefined : { ok: status === 0, text: `${stdout}${stderr}` };
}

function judged(what, options, result) {
  if (result.ok) passed += 1;
  else {
    failed += 1;
    console.error(`${what} refuses ${JSON.stringify(options)}:\n${result.text}`);
  }
}

function skip(program) {
  skipped += combinations.length;
  console.log(`SKIPPED: there is no ${program} here`);
}

function checkCloudformation() {
  if (!ran('cfn-lint', ['--version'])?.ok) return skip('cfn-lint');
  const files = combinations.map((options, at) => {
    const file = join(folder, `${at}.template.json`);
    writeFileSync(file, cloudformation(infra(options)));
    return file;
  });
  // One start for all, since the program takes longer to start than to read.
  const { text } = ran('cfn-lint', ['--format', 'parseable', '--regions', 'eu-central-1', '--', ...files]);
  for (const [at, options] of combinations.entries()) {
    const own = text.split('\n').filter((line) => line.startsWith(`${files[at]}:`));
    judged('cfn-lint', options, { ok: own.length === 0, text: own.join('\n') });
  }
  const others = text.split('\n').filter((line) => line !== '' && !line.startsWith(folder));
  if (others.length > 0) judged('cfn-lint', {}, { ok: false, text: others.join('\n') });
}

/** All templates are modules of one configuration, since the provider takes longer to start than to check one. */
function checkTerraform() {
  if (!ran('terraform', ['version'])?.ok) return skip('terraform');
  const names = combinations.map((_, at) => `base${at}`);
  for (const [at, name] of names.entries()) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'main.tf'), terraform(infra(combinations[at])));
  }
  const calls = names.map((name) => `module "${name}" {\n  source = "./${name}"\n}\n`);
  writeFileSync(join(folder, 'main.tf'), calls.join('\n'));
  const here = { cwd: folder };
  const init = ran('terraform', ['init', '-backend=false', '-input=false', '-no-color'], here);
  if (!init.ok) {
    console.error(init.text);
    return skip('provider of AWS for terraform');
  }
  const texts = [
    ran('terraform', ['fmt', '-check', '-diff', '-recursive', '-no-color'], here),
    ran('terraform', ['validate', '-no-color'], here),
  ].flatMap(({ ok, text }) => (ok ? [] : [text]));
  const told = names.map((name) => texts.filter((text) => text.includes(`${name}/`)));
  for (const [at, options] of combinations.entries()) {
    judged('terraform', options, { ok: told[at].length === 0, text: told[at].join('\n') });
  }
  const others = texts.filter((text) => !names.some((name) => text.includes(`${name}/`)));
  if (others.length > 0) judged('terraform', {}, { ok: false, text: others.join('\n') });
}
