/** Names of a template's variables: `{{title}}`. */
export const VARIABLE_NAME = /^[A-Za-z_][\w-]{0,63}$/;
