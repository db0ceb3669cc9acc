/**
 * Hard limits of AWS Step Functions and its integrations that a definition or a run can meet.
 * Source: AWS Step Functions developer guide, "Service quotas"; read October 2026.
 */
export const LIMITS = {
  /** Bytes of UTF-8 of a state's input, output or result, and of an execution's input. */
  payloadBytes: 262_144,
  /** Bytes of a definition, and of the API request that carries it. */
  definitionBytes: 1_048_576,
  /** Events in the history of one STANDARD execution. */
  historyEvents: 25_000,
  /** Seconds that an EXPRESS execution may take. */
  expressSeconds: 300,
  /** Iterations of an INLINE Map that run at once. */
  inlineConcurrency: 40,
  /** Child executions of one Map Run that run at once. */
  distributedConcurrency: 10_000,
  /** Characters of a state name. */
  stateName: 80,
  /** Characters of a variable's name. */
  variableName: 80,
  /** Characters of a Map's Label. */
  label: 40,
  /** Characters of an execution or state machine name. */
  name: 80,
  /** TimeoutSeconds and HeartbeatSeconds. */
  timeoutSeconds: 99_999_999,
  /** Characters of all container overrides of an AWS Batch job. Source: AWS Batch user guide, "Service quotas". */
  batchOverrideCharacters: 8_192,
} as const;
