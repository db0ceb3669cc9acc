/**
 * What validators that we did not write say of a definition: `asl-validator`, and `amazon-states-language-service`, which AWS's editors use.
 * Where one is wrong about the service, its finding is in {@link EXCEPTIONS} with the reason.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const aslValidator = require('asl-validator');
const { getLanguageService, TextDocument } = require('amazon-states-language-service');
const service = getLanguageService({});

/** Each validator with its version; `ask` gives its findings as lines of text. */
const VALIDATORS = [
  {
    tool: nameOf('asl-validator'),
    // It fills defaults into what it is given.
    ask: (definition) =>
      aslValidator(structuredClone(definition), { checkArn: true, checkPaths: true }).errors.map((error) =>
        [error['Error code'], error.Message, error.path].filter(Boolean).join(' '),
      ),
  },
  {
    tool: nameOf('amazon-states-language-service'),
    ask: async (definition) => {
      const document = TextDocument.create('file:///machine.asl.json', 'asl', 1, JSON.stringify(definition, null, 1));
      const found = await service.doValidation(document, service.parseJSONDocument(document));
      return found.map(({ message, range }) => `${message} at ${placeOf(document, range)}`);
    },
  },
];

/**
 * Findings that are no faults of a definition: `tool` with the version that was seen to say it, `finding` what its text has to match,
 * `reason` why the service says otherwise. One that no longer occurs has to go.
 */
export const EXCEPTIONS = [
  {
    tool: 'amazon-states-language-service@1.16.1',
    finding: /^Value is not accepted\. Valid values: "CSV", "JSON", "JSONL", "MANIFEST"\. at .*"InputType": "PARQUET"/,
    reason:
      'The service reads Parquet files: Step Functions developer guide, "ItemReader (Map)", whose table of InputType has PARQUET. ' +
      'The list in this version is older.',
  },
];

/** All findings on a definition: `{ tool, finding, exception }`, of which the last is the row that excuses it, if one does. */
export async function opinionsOn(definition) {
  const asked = VALIDATORS.map(async ({ tool, ask }) =>
    (await ask(definition)).map((finding) => ({
      tool,
      finding,
      exception: EXCEPTIONS.find((row) => row.tool === tool && row.finding.test(finding)),
    })),
  );
  return (await Promise.all(asked)).flat();
}

/** The validators, as `name@version`. */
export const TOOLS = VALIDATORS.map(({ tool }) => tool);

function nameOf(name) {
  // Not all packages let their manifest be asked for, but these do.
  return `${name}@${require(`${name}/package.json`).version}`;
}

/** The line on which a finding is, and the one before it, which mostly names what it is about. */
function placeOf(document, range) {
  const lines = document.getText().split('\n');
  return lines
    .slice(Math.max(0, range.start.line - 1), range.start.line + 1)
    .map((line) => line.trim().slice(0, 100))
    .join(' ');
}
