/** Starting again can't help until a person changes something (EX_CONFIG of sysexits.h). */
export const EXIT_CONFIGURATION = 78;
