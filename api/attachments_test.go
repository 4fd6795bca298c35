package api_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"jieli/attachment"
	"jieli/catalog"
	"jieli/store"
	"jieli/value"
)

// photoForm is a form with photos that only some may see.
const photoForm = `
form: house_photos
label: {zh: 住房照片, en: Photos of the house}
subject: household
dated_by: taken_on
as: photos
questions:
  taken_on: {label: {zh: 拍摄日期, en: Taken on}, type: date, required: true}
  outside: {label: {zh: 外观, en: Outside}, type: photo, max_count: 3, privacy: personal}
  papers: {label: {zh: 证件, en: Papers}, type: file, max_count: 2}
`

// withPhotos is the programme of the other tests with that form.
func withPhotos() fs.FS {
	out := fstest.MapFS{"survey/photos.yaml": {Data: []byte(photoForm)}}
	dir := os.DirFS("testdata/pack")
	fs.WalkDir(dir, ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			data, _ := fs.ReadFile(dir, path)
			out[path] = &fstest.MapFile{Data: data}
		}
		return err
	})
	return out
}

// album is a world in which li may take photos.
func album(t testing.TB) *world {
	t.Helper()
	w := newWorldOf(t, withPhotos, nil)
	w.populate()
	return w
}

// photo is a JPEG; different ones for different n.
func photo(t testing.TB, n int) []byte {
	img := image.NewGray(image.Rect(0, 0, 16, 16))
	img.Pix[0] = uint8(n * 40)
	var b bytes.Buffer
	check(t, jpeg.Encode(&b, img, nil))
	return b.Bytes()
}

// send uploads bytes under a wrong kind: what they are they say themselves.
func (w *world) send(login string, data []byte) *httptest.ResponseRecorder {
	w.t.Helper()
	r := httptest.NewRequest("POST", "/api/v1/attachments", bytes.NewReader(data))
	r.Header.Set("Content-Type", "text/html")
	r.Header.Set("Authorization", "Bearer "+w.token(login))
	return w.do(r)
}

func (w *world) sent(login string, data []byte) string {
	w.t.Helper()
	rec := w.send(login, data)
	if rec.Code != http.StatusOK {
		w.t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	name, _ := decode(w.t, rec)["hash"].(string)
	return name
}

// taken puts attachments into a record of the household and gives the query that names it.
func (w *world) taken(outside, papers []string) (query, id string) {
	w.t.Helper()
	check(w.t, w.submit("li", "house_photos", "household", w.home, map[string]any{"taken_on": "2022-06-14", "outside": outside,
		"papers": papers}))
	list := w.get("li", "/registers/house_photos/records?sort=-created_at")["records"].([]any)
	id, _ = list[0].(map[string]any)["id"].(string)
	return "?register=house_photos&county=" + yangshan + "&id=" + id, id
}

func TestAPhotoIsKeptWithoutItsPlaceAndShownToWhoSeesItsField(t *testing.T) {
	w := album(t)
	plain := photo(t, 1)
	told := append(append(bytes.Clone(plain[:2]), 0xff, 0xe1, 0, 12, 'E', 'x', 'i', 'f', 0, 0, 'G', 'P', 'S', '!'), plain[2:]...)
	name := w.sent("li", told)
	if want := attachment.Hash(plain) + ".jpg"; name != want {
		t.Fatalf("name %s, want %s", name, want)
	}
	query, _ := w.taken([]string{name}, nil)
	rec := w.ask("li", "GET", "/api/v1/attachments/"+name+query, nil)
	if rec.Code != 200 || !bytes.Equal(rec.Body.Bytes(), plain) {
		t.Fatalf("%d, %d bytes", rec.Code, rec.Body.Len())
	}
	for header, want := range map[string]string{"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff",
		"Cache-Control": "private, max-age=31536000, immutable", "Content-Disposition": "inline"} {
		if got := rec.Header().Get(header); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if policy := rec.Header().Values("Content-Security-Policy"); len(policy) != 1 || !strings.Contains(policy[0], "sandbox") {
		t.Errorf("policy %q", policy)
	}
	// The auditor may read the record with the photo masked, the county's office not at all.
	for login, want := range map[string]int{"auditor": 404, "county": 404, "wang": 404, "admin": 404, "": 401} {
		if rec := w.ask(login, "GET", "/api/v1/attachments/"+name+query, nil); rec.Code != want || rec.Header().Get("ETag") != "" {
			t.Errorf("%q: %d, want %d; %v", login, rec.Code, want, rec.Header())
		}
	}
}

func TestAPhotoIsGivenOnlyThroughARecordThatHoldsIt(t *testing.T) {
	w := album(t)
	held, loose := w.sent("li", photo(t, 1)), w.sent("li", photo(t, 2))
	query, id := w.taken([]string{held}, nil)
	for _, path := range []string{loose + query, held, held + "?register=household&county=441823&id=" + w.home,
		held + "?register=house_photos&county=441882&id=" + id, held[:60] + query, "x" + query,
		held + "?register=nothing&county=441823&id=" + id, held + "?register=house_photos&county=x&id=1"} {
		if rec := w.ask("li", "GET", "/api/v1/attachments/"+path, nil); rec.Code != 404 || w.code(rec) != "not_found" {
			t.Errorf("%s: %d %s", path, rec.Code, rec.Body)
		}
	}
}

func (w *world) code(rec *httptest.ResponseRecorder) string {
	code, _ := decode(w.t, rec)["code"].(string)
	return code
}

func TestAPhotoThatComesAfterItsFormIsMissedAndThenThere(t *testing.T) {
	w := album(t)
	late := photo(t, 3)
	name := attachment.Hash(late) + ".jpg"
	query, _ := w.taken([]string{name}, nil)
	if rec := w.ask("li", "GET", "/api/v1/attachments/"+name+query, nil); rec.Code != 404 || w.code(rec) != "attachment_not_sent" {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	if w.sent("li", late) != name {
		t.Fatal("another name")
	}
	rec := w.ask("li", "GET", "/api/v1/attachments/"+name+query, nil)
	if rec.Code != 200 {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	r := w.request("GET", "/api/v1/attachments/"+name+query, nil)
	r.Header.Set("If-None-Match", rec.Header().Get("ETag"))
	r.Header.Set("Authorization", "Bearer "+w.token("li"))
	if again := w.do(r); again.Code != 304 || again.Body.Len() > 0 {
		t.Errorf("%d, %d bytes", again.Code, again.Body.Len())
	}
}

func TestAFileIsKeptUnderItsOwnNameAndNotOpenedInThePage(t *testing.T) {
	w := album(t)
	name := w.sent("li", []byte("%PDF-1.7 房产证"))
	query, _ := w.taken(nil, []string{name + ":房产证.pdf"})
	rec := w.ask("li", "GET", "/api/v1/attachments/"+name+query, nil)
	want := "attachment; filename*=utf-8''%E6%88%BF%E4%BA%A7%E8%AF%81.pdf"
	if got := rec.Header().Get("Content-Disposition"); rec.Code != 200 || got != want {
		t.Errorf("%d %q, want %q", rec.Code, got, want)
	}
}

func TestWhatIsNoPhotoIsTooLargeOrTooMuchIsRefused(t *testing.T) {
	w := album(t)
	for code, data := range map[string][]byte{"attachment_kind": []byte("<script>alert(1)</script>"),
		"attachment_damaged": photo(t, 1)[:200], "body_too_large": make([]byte, attachment.MaxSize+1)} {
		rec := w.send("li", data)
		if want := 422; code != "body_too_large" && rec.Code != want || w.code(rec) != code {
			t.Errorf("%s: %d %s", code, rec.Code, rec.Body)
		}
	}
	const quota = 200 << 20
	check(t, w.store.SaveAttachment(context.Background(), store.Attachment{Hash: strings.Repeat("a", 64), Type: "image/png",
		Size: quota - 10, UploadedBy: w.people["li"].Account, UploadedAt: w.clock.Now()}))
	if rec := w.send("li", photo(t, 1)); rec.Code != 429 || w.code(rec) != "attachment_quota" {
		t.Errorf("over the quota: %d %s", rec.Code, rec.Body)
	}
	w.sent("wang", photo(t, 1))
	w.clock.Set(w.clock.Now() + value.Instant(24*value.Hour))
	w.sent("li", photo(t, 2))
}

func TestPhotosThatNoRecordHoldsAreCleanedAwayAndThoseOfErasedRecordsToo(t *testing.T) {
	w := album(t)
	w.cat.Role("team_member").Can["house_photos"] = []catalog.Right{catalog.MayRead, catalog.MaySubmit, catalog.MayChange,
		catalog.MayErase}
	held, replaced, loose := w.sent("li", photo(t, 1)), w.sent("li", photo(t, 2)), w.sent("li", photo(t, 3))
	_, id := w.taken([]string{held, replaced}, nil)
	change := entry("house_photos", id, "", map[string]any{"outside": []string{held}})
	change.Action, change.Base = "change", 1
	w.must(w.people["li"], yangshan, change)
	clean := func() string {
		_, err := w.store.DropAttachments(context.Background(), w.clock.Now()+1)
		check(t, err)
		names, err := w.store.AttachmentNames(context.Background(), "", 10)
		check(t, err)
		return strings.Join(names, " ")
	}
	left := clean()
	if !strings.Contains(left, held[:64]) || !strings.Contains(left, replaced[:64]) || strings.Contains(left, loose[:64]) {
		t.Errorf("left: %s", left)
	}
	erase := entry("house_photos", id, "", nil)
	erase.Action, erase.Base, erase.Fields, erase.Reason = "erase", 2, nil, "本人要求删除"
	w.must(w.people["li"], yangshan, erase)
	if left := clean(); left != "" {
		t.Errorf("left after erasure: %s", left)
	}
}
