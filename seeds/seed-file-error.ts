/** What is wrong with a file as a whole: with what it is, with how it was asked for, or that it is too large. */
export class SeedFileError extends Error {
  readonly fault: 'file' | 'wish' | 'size';

  constructor(fault: SeedFileError['fault'], message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = 'SeedFileError';
    this.fault = fault;
  }
}
