package scenery

import (
	"bytes"
	"image/jpeg"
	"testing"

	"jieli/attachment"
)

// Every view is a picture that the system takes as it is, the same each time, and another before and after the work.
func TestViewsArePicturesOfTheirOwn(t *testing.T) {
	for _, subject := range Subjects {
		before, after := Draw(View{subject, 1, false}), Draw(View{subject, 1, true})
		if same := bytes.Equal(before, after); same != (subject == Board) {
			t.Errorf("%s: before and after are the same: %v", subject, same)
		}
		if !bytes.Equal(after, Draw(View{subject, 1, true})) || bytes.Equal(after, Draw(View{subject, 2, true})) {
			t.Errorf("%s: a view is not always the same, or not its own", subject)
		}
		img, err := jpeg.Decode(bytes.NewReader(after))
		if err != nil || img.Bounds().Dx() != width || img.Bounds().Dy() != height {
			t.Errorf("%s: %v %v", subject, img.Bounds(), err)
		}
		kept, err := attachment.Read(after)
		if err != nil || !bytes.Equal(kept.Data, after) {
			t.Errorf("%s is not kept as it is: %v", subject, err)
		}
	}
}
