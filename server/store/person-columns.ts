/** What is read of a person. */
export const personColumns = [
  'id',
  'realm',
  'resolver',
  'username',
  'user_id as userId',
  'given_name as givenName',
  'surname',
  'email',
  'mobile',
  'phone',
  'office',
] as const;
