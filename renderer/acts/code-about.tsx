/** For whom a code is, large. */
export function CodeAbout({ about }: { readonly about: { readonly name: string; readonly detail: string } }) {
  return (
    <div className="act-about">
      <div>
        <p className="act-person">{about.name}</p>
        <p className="quiet">{about.detail}</p>
      </div>
    </div>
  );
}
