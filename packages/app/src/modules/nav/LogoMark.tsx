/** Steps that rise, and the arrow that takes a release back. */
export const LogoMark = () => (
  <svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 32 32"
    width="28"
    height="28"
    aria-hidden="true"
    focusable="false"
  >
    <g fill="#2dd4bf">
      <rect x="3" y="21" width="6" height="8" rx="1.5" opacity="0.55" />
      <rect x="13" y="15" width="6" height="14" rx="1.5" opacity="0.8" />
      <rect x="23" y="9" width="6" height="20" rx="1.5" />
    </g>
    <path
      d="M22 4.5C15 2.5 8 5.5 5.5 12M5.5 12L3 7.6M5.5 12l4.7-2"
      fill="none"
      stroke="#ffffff"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
