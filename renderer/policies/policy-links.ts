/** Where the screens of the policies are. */
export const policyPlaces = {
  list: '/policies',
  add: '/policies/new',
  conflicts: '/policies/conflicts',
  explain: '/policies/explain',
  edit: (name: string) => `/policies/edit/${encodeURIComponent(name)}`,
} as const;
