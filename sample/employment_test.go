package sample

import "testing"

func TestEveryTownTrainsAndOffersPosts(t *testing.T) {
	w, err := newWorld(shipped(t), withoutVisiting)
	if err != nil {
		t.Fatal(err)
	}
	sent := map[string]map[string]int{} // by form and town of who sends
	w.play(func(b batch) bool {
		for _, s := range b.sent {
			form := s.Bundle.Form
			if sent[form] == nil {
				sent[form] = map[string]int{}
			}
			for _, g := range s.Actor.Grants {
				if len(g.Area) >= 9 {
					sent[form][g.Area[:9]]++
				}
			}
		}
		return true
	})
	for _, form := range []string{"training_class_open", "attendance", "job_post", "placement", "plot_report", "land_use_open"} {
		if n := len(sent[form]); n != len(w.towns) {
			t.Errorf("%s is sent from %d towns", form, n)
		}
	}
	total := func(form string) (n int) {
		for _, k := range sent[form] {
			n += k
		}
		return n
	}
	if a, p := total("attendance"), total("placement"); a != trainees || p != jobs {
		t.Errorf("%d attendances, %d hirings", a, p)
	}
}
