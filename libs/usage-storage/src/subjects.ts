/** The subjects of limits that a row of `request_usage` counts for, as limits name them. */
export const subjectsOfRow: readonly string[] = [
  `'key:' || key_id`,
  `'user:' || caller_organization || '/' || caller_user`,
  `'project:' || caller_organization || '/' || caller_project`,
  `'organization:' || caller_organization`,
];

/** Joins every row with each of its subjects, as `subject`. */
export const crossJoinSubjects = `cross join lateral (values ${subjectsOfRow.map((each) => `(${each})`).join(', ')}) as of (subject)`;
