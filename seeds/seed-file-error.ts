import { type BareRemark, type ImportRemarkCode, remark, remarkSentence } from '../domain/import-remark.ts';

/** What is wrong with a file as a whole: with what it is, with how it was asked for, or that it is too large. */
export class SeedFileError extends Error {
  readonly fault: 'file' | 'wish' | 'size';
  readonly remark: BareRemark;

  constructor(
    fault: SeedFileError['fault'],
    code: ImportRemarkCode,
    values: BareRemark['values'] = {},
    options: { readonly cause?: unknown } = {},
  ) {
    const said = remark(code, values);
    super(remarkSentence(said), options);
    this.name = 'SeedFileError';
    this.fault = fault;
    this.remark = said;
  }
}
