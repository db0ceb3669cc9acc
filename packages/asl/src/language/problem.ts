/** A code that AWS's ValidateStateMachineDefinition documents or answers. */
export type ServiceCode =
  | 'DUPLICATE_LABEL_NAME'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_JSON_DESCRIPTION'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'INVALID_LABEL_NAME'
  | 'INVALID_RESOURCE'
  | 'INVALID_STATE_NAME'
  | 'MISSING_END_STATE'
  | 'MISSING_TRANSITION_TARGET'
  | 'NO_DOLLAR'
  | 'NO_PATH'
  | 'PASS_RESULT_IS_STATIC'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'UNSUPPORTED_JSONATA_EXPRESSION';

/** A code of ours, where no answer of the service is known. */
export type OwnCode =
  'DEFINITION_TOO_LARGE' | 'DUPLICATE_FIELD_NAME' | 'DUPLICATE_VARIABLE' | 'FIELD_IGNORED' | 'INVALID_VARIABLE_NAME';

/** What is wrong, by name. The service may change its codes; do not build on more than the severity. */
export type ProblemCode = ServiceCode | OwnCode;

/** Something in a definition that the service refuses (ERROR), or takes although it is hardly meant (WARNING). */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: 'ERROR' | 'WARNING';
  /** One sentence without the location. */
  readonly message: string;
  /**
   * Where, in the service's form: `/`, `/States/Check/Next`, `/States/Both/Branches[0]/States/Left`; of a text that is
   * no JSON, line and column.
   */
  readonly location: string;
}

/** Takes a problem. `code` is SCHEMA_VALIDATION_FAILED and `severity` ERROR unless given. */
export type Report = (location: string, message: string, code?: ProblemCode, severity?: Problem['severity']) => void;
