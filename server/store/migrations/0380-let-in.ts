/** Who was let in last from an address, or at a desk: their wrong tries before that count no more (1D.1). */
export const letIn = `
  CREATE INDEX audit_let_in ON audit (actor, position) WHERE action IN ('gate/done', 'controller/signed-in');
`;
