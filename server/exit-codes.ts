/** Starting again can't help until a person changes something (EX_CONFIG of sysexits.h). */
export const EXIT_CONFIGURATION = 78;
/** It was asked to be started again, by whoever keeps it running (EX_TEMPFAIL). */
export const EXIT_AGAIN = 75;
