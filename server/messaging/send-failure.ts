/** Why a message did not go out, in words that hold no secret; `final` when no later attempt can help. */
export class SendFailure extends Error {
  readonly final: boolean;

  constructor(reason: string, options: { readonly final?: boolean; readonly cause?: unknown } = {}) {
    super(reason, options);
    this.name = 'SendFailure';
    this.final = options.final ?? false;
  }
}
