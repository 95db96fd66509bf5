/** The longest text of a prompt: what comes over the API, from a template or from an import. */
export const MAX_CONTENT_BYTES = 128 * 1024;
