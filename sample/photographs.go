package sample

import (
	"context"
	"strings"

	"jieli/attachment"
	"jieli/sample/scenery"
	"jieli/store"
	"jieli/value"
)

// Keeper keeps uploaded photographs; a store.Store is one.
type Keeper interface {
	SaveAttachment(ctx context.Context, a store.Attachment) error
}

// albumPlaces is how many landscapes there are: villages share them, so that the album stays small.
const albumPlaces = 4

// album is the photographs that the sample's reports hold. One is drawn when it is first held.
type album map[scenery.View]*attachment.File

// photo gives the name of the photograph of a subject in a village.
func (w *world) photo(s scenery.Subject, v *village, done bool) string {
	view := scenery.View{Subject: s, Place: int(v.code[8]-'0'+v.code[11]-'0') % albumPlaces, Done: done}
	if w.album[view] == nil {
		file, err := attachment.Read(scenery.Draw(view))
		if err != nil {
			panic(err) // our own pictures are pictures
		}
		w.album[view] = file
	}
	return w.album[view].Name()
}

// keep sends the photographs, as those who took them do once they have a network.
func (a album) keep(ctx context.Context, to Keeper, by string, on value.Instant) error {
	for _, file := range a {
		err := to.SaveAttachment(ctx, store.Attachment{Hash: file.Hash, Type: file.Type, Size: int64(len(file.Data)),
			UploadedBy: by, UploadedAt: on, Body: file.Data})
		if err != nil {
			return err
		}
	}
	return nil
}

// subjectsByWord say what a report is about by what stands in its name; the first that fits counts.
var subjectsByWord = []struct {
	word string
	of   scenery.Subject
}{{"灯", scenery.Lamps}, {"路", scenery.Road}, {"渠", scenery.Ditch}, {"沟", scenery.Ditch}, {"灌溉", scenery.Ditch}, {"水", scenery.Tank},
	{"学", scenery.School}, {"幼儿", scenery.School}, {"卫生", scenery.School}, {"中心", scenery.School}, {"房", scenery.House},
	{"冷库", scenery.House}, {"加工", scenery.House},
	{"厂", scenery.House}, {"车间", scenery.House}, {"民宿", scenery.House}, {"村容", scenery.Lamps}}

// subjectOf gives what the photographs of something of this name show; what grows is all around.
func subjectOf(name string) scenery.Subject {
	for _, x := range subjectsByWord {
		if strings.Contains(name, x.word) {
			return x.of
		}
	}
	return scenery.Field
}

// workSubjects say what works in the fields and public works show, by their kind.
var workSubjects = map[string]scenery.Subject{"canal": scenery.Ditch, "drain": scenery.Ditch, "weir": scenery.Ditch, "pond": scenery.Ditch,
	"pump": scenery.Tank, "tractor_road": scenery.Road, "road": scenery.Road, "lamp": scenery.Lamps}

func subjectOfWork(kind string) scenery.Subject {
	if s, known := workSubjects[kind]; known {
		return s
	}
	return scenery.House
}
