/** Styles of what is loaded when it is wanted come with it. */
declare module '*.css';
