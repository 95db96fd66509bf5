/** A `data-` or `aria-` attribute that stands for yes; without it, for no. */
export const flag = (isSet: boolean): true | undefined => isSet || undefined;
