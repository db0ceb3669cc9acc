import type { Json } from '@flowmap/asl/language';

/** What the answers of services carry beside their own fields. The id of the request is always the same one. */
export const SDK_METADATA: Readonly<Record<string, Json>> = {
  SdkHttpMetadata: { HttpStatusCode: 200 },
  SdkResponseMetadata: { RequestId: '00000000-0000-4000-8000-000000000000' },
};

/** An error of the Step Functions API as the optimized integration tells it, in the recorded form. */
export function stepFunctionsError(code: string, sentence: string): Error {
  const cause = `${sentence} (Service: AWSStepFunctions; Status Code: 400; Error Code: ${code}; Request ID: 00000000-0000-4000-8000-000000000000; Proxy: null)`;
  return Object.assign(new Error(cause), { name: `StepFunctions.${code}Exception` });
}
