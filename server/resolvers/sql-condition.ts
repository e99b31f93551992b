import { WireError } from '../wire/wire-error.ts';

/** One comparison of a column with a value that goes to the database as a parameter. */
export interface Condition {
  readonly column: string;
  readonly operator: string;
  readonly value: string;
}

const comparison = /^\s*"?([A-Za-z_]\w*)"?\s*(=|==|!=|<>|<=|>=|<|>|like)\s*(?:'([^']*)'|"([^"]*)"|(\S+))\s*$/i;

/** Reads the `Where` of an sqlresolver: comparisons joined by AND, nothing that could be more than that. */
export function conditionsOf(text: string): readonly Condition[] {
  if (text.trim() === '') return [];
  return text.split(/\band\b/i).map((part) => {
    const found = comparison.exec(part);
    if (found === null) {
      const said = part.trim().slice(0, 60);
      throw new WireError('parameter', `Where: '${said}' is no comparison.`, {
        reason: 'sql-where',
        values: { part: said },
      });
    }
    const [, column = '', operator = '', ...values] = found;
    return {
      column,
      operator: operator === '==' ? '=' : operator,
      value: values.find((one) => one !== undefined) ?? '',
    };
  });
}
